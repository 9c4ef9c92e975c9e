import DefaultTheme from 'vitepress/theme'
import './innkeeper.css'

export default DefaultTheme
